package dev.fractal.persistence.journal;

import java.io.IOException;
import java.io.NotSerializableException;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.serialization.SerializerWithStringManifest;
import org.jspecify.annotations.Nullable;

/**
 * Lets the snapshot plugin store the session state. The state's class is looked up at first use, so
 * that this module need not know it.
 */
public final class SnapshotSerializer extends SerializerWithStringManifest {
  /** A part of the storage format. */
  public static final int IDENTIFIER = 71002;

  /** Raise the number when a state is no longer read as before; old snapshots are then skipped. */
  public static final String MANIFEST = "session-state/7";

  private final ExtendedActorSystem system;
  private volatile @Nullable SnapshotCodec<Snapshot> codec;

  public SnapshotSerializer(ExtendedActorSystem system) {
    this.system = system;
  }

  @Override
  public int identifier() {
    return IDENTIFIER;
  }

  @Override
  public String manifest(Object snapshot) {
    return MANIFEST;
  }

  @Override
  public byte[] toBinary(Object snapshot) {
    return codec().encode((Snapshot) snapshot);
  }

  @Override
  public Object fromBinary(byte[] bytes, String manifest) throws NotSerializableException {
    if (!manifest.equals(MANIFEST)) {
      throw new NotSerializableException("a snapshot " + manifest + " is not read by this version");
    }
    try {
      return codec().decode(bytes);
    } catch (IOException e) {
      throw (NotSerializableException)
          new NotSerializableException("a snapshot cannot be read: " + e.getMessage()).initCause(e);
    }
  }

  private SnapshotCodec<Snapshot> codec() {
    var known = codec;
    if (known == null) {
      known = new SnapshotCodec<>(rootType());
      codec = known;
    }
    return known;
  }

  @SuppressWarnings("unchecked") // checked by asSubclass; a snapshot is only read as its root type
  private Class<Snapshot> rootType() {
    var name = system.settings().config().getString("fractal.persistence.snapshot-class");
    try {
      var type = Class.forName(name, false, system.dynamicAccess().classLoader());
      return (Class<Snapshot>) type.asSubclass(Snapshot.class);
    } catch (ClassNotFoundException | ClassCastException e) {
      throw new IllegalStateException(
          "fractal.persistence.snapshot-class names '" + name + "', which is no Snapshot type", e);
    }
  }
}
