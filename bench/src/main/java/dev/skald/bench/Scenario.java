package dev.skald.bench;

/** One question, answered in rows of the report. */
interface Scenario {

  /** As it is asked for. */
  String name();

  void run(Rig rig) throws Exception;
}
