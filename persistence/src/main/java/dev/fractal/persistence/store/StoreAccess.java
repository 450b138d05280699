package dev.fractal.persistence.store;

/** Why a store is opened. */
enum StoreAccess {
  /** Creates and migrates it. */
  NODE,
  /** Expects it to be there, in this version. */
  READER
}
