package dev.fractal.view;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fractal.view.document.EdgeDocument;
import dev.fractal.view.document.LineageDocument;
import dev.fractal.view.document.SpendDocument;
import dev.fractal.view.document.TreeDocument;
import java.util.stream.Stream;

/** The views of a tree as JSON, the same for every way in. */
public final class TreeJson {
  private TreeJson() {}

  /** A session with its children inside it. */
  public static ObjectNode tree(TreeView node) {
    return Json.document(document(node));
  }

  private static TreeDocument document(TreeView node) {
    var member = node.member();
    return new TreeDocument(
        member.session(),
        node.call(),
        member.status(),
        member.spec().authority().profile(),
        member.spec().descent().depth(),
        member.activity().turns(),
        member.activity().steps(),
        member.activity().waits(),
        SpendDocument.of(member.spent()),
        SpendDocument.of(node.subtree()),
        node.children().stream().map(TreeJson::document).toList());
  }

  /** The edges of some sessions. */
  public static ArrayNode edges(Stream<Kin> members) {
    return Json.array(members.flatMap(TreeJson::documents).toList(), edge -> Json.document(edge));
  }

  private static Stream<EdgeDocument> documents(Kin member) {
    return member.edges().stream().map(edge -> EdgeDocument.of(member.session(), edge));
  }

  /** What a check of a tree found. */
  public static ObjectNode verdict(LineageCheck.Verdict verdict) {
    return Json.document(
        new LineageDocument(
            verdict.problems().isEmpty(),
            verdict.sessions(),
            verdict.edges(),
            verdict.problems().stream()
                .map(found -> new LineageDocument.Flaw(found.session(), found.problem()))
                .toList()));
  }
}
