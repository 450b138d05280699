package dev.fractal.view;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fractal.protocol.CallKey;
import dev.fractal.protocol.Edge;
import java.util.stream.Stream;

/** The views of a tree as JSON, the same for every way in. */
public final class TreeJson {
  private TreeJson() {}

  /** A session with its children inside it. */
  public static ObjectNode tree(TreeView node) {
    var member = node.member();
    var json = Json.object();
    json.put("sessionId", member.session().value());
    json.set("call", Json.tree(node.call()));
    json.put("status", member.status().wire());
    json.put("profile", member.spec().authority().profile());
    json.put("depth", member.spec().descent().depth());
    json.put("turns", member.activity().turns());
    json.put("steps", member.activity().steps());
    json.set("waitsFor", Json.tree(member.activity().waits()));
    json.set("own", SpendJson.spend(member.cost().total()));
    json.set("subtree", SpendJson.spend(node.subtree()));
    json.set("children", Json.array(node.children(), TreeJson::tree));
    return json;
  }

  /** The edges of some sessions. */
  public static ArrayNode edges(Stream<Member> members) {
    var edges = Json.object().arrayNode();
    members.forEach(member -> member.ties().edges().forEach(edge -> edges.add(edge(member, edge))));
    return edges;
  }

  /** {@code {from, kind, call, session, head}}: the session whose journal has the edge is from. */
  public static ObjectNode edge(Member from, Edge edge) {
    var json = Json.object();
    json.put("from", from.session().value());
    json.put("kind", edge.kind().wire());
    json.put("call", edge.call().map(CallKey::value).orElse(null));
    json.put("session", edge.session().value());
    json.set("head", Json.tree(edge.head()));
    return json;
  }

  /** A session's own cost by turn, with each child's subtree in the turn that called it. */
  public static ObjectNode cost(TreeView node) {
    var json = SpendJson.cost(node.member().cost());
    json.get("turns")
        .forEach(
            turn ->
                ((ObjectNode) turn)
                    .set(
                        "children",
                        Json.array(node.childrenOf(turn.path("turnId").asInt()), TreeJson::child)));
    json.set("subtree", SpendJson.spend(node.subtree()));
    return json;
  }

  private static ObjectNode child(TreeView node) {
    var json = Json.object();
    json.put("sessionId", node.member().session().value());
    json.set("call", Json.tree(node.call()));
    json.set("own", SpendJson.spend(node.member().cost().total()));
    json.set("subtree", SpendJson.spend(node.subtree()));
    return json;
  }

  /** {@code {ok, sessions, edges, problems}}. */
  public static ObjectNode verdict(LineageCheck.Verdict verdict) {
    var json = Json.object();
    json.put("ok", verdict.problems().isEmpty());
    json.put("sessions", verdict.sessions());
    json.put("edges", verdict.edges());
    json.set("problems", Json.array(verdict.problems(), Json::tree));
    return json;
  }
}
