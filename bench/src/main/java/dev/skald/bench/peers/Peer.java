package dev.skald.bench.peers;

/** Something that runs a transfer of three steps, and undoes the first if the second is refused. */
interface Peer extends AutoCloseable {

  /** Returns when it has ended, and whether as it was asked to. */
  boolean run(String id, boolean refused) throws Exception;

  @Override
  void close();
}
