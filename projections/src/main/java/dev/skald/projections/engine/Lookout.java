package dev.skald.projections.engine;

import dev.skald.eventstore.RelayPosition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/**
 * Finds out up to which position each projection has folded everything, whoever relayed it. What
 * the relay had published before the ends of the partitions were read lies before those ends; once
 * all checkpoints have passed them, that position is reached. So a partition in which nothing
 * happens holds nobody up.
 */
final class Lookout {

  private static final long BUSY_FOR = Duration.ofSeconds(1).toNanos();

  private final List<Projection> projections;
  private final Database database;
  private final RelayPosition relay;
  private final RelayedHere relayed;
  private final Topics topics;
  private final WithoutTopic withoutTopic;
  private final Positions positions;
  private final Consumer<String> settleAnew;
  private final Consumer<String> onMoved;
  private final Map<String, Target> targets = new HashMap<>();
  private final Map<String, Long> inFront = new HashMap<>();
  private long lastPublished;
  private long news;
  private long lastMoved = System.nanoTime();

  Lookout(
      List<Projection> projections,
      Database database,
      Projections.Log log,
      Topics topics,
      Consumer<String> settleAnew,
      Consumer<String> onMoved) {
    this.projections = projections;
    this.database = database;
    this.relay = log.relay();
    this.relayed = log.relayed();
    this.topics = topics;
    this.withoutTopic = new WithoutTopic(database, log.store(), topics);
    this.positions = new Positions(database);
    this.settleAnew = settleAnew;
    this.onMoved = onMoved;
  }

  /** Whether something may be reached soon. */
  boolean look() {
    long published = relay.current();
    news = published - lastPublished;
    lastPublished = published;
    Map<String, Long> claimed =
        projections.stream()
            .collect(
                Collectors.toMap(
                    Projection::name, projection -> relayed.dueOf(projection).claimed()));
    Map<String, ActiveCheckpoints> all = ActiveCheckpoints.read(database);
    List<Projection> behind = new ArrayList<>();
    List<Target> passed = new ArrayList<>();
    for (Projection projection : projections) {
      ActiveCheckpoints active = all.get(projection.name());
      if (active != null) {
        noticeOtherTables(projection, active);
      }
      if (active != null && active.isOf(projection)) {
        settle(projection, active, passed);
        Due due = relayed.dueOf(projection);
        due.reached(active.position());
        boolean agreed = claimed.getOrDefault(projection.name(), 0L) <= active.position();
        if (!targets.containsKey(projection.name())
            && active.position() < published
            && !(agreed && due.isLookedAfter(published))) {
          behind.add(projection);
        }
      }
    }
    if (!behind.isEmpty()) {
      aim(behind, published, all, passed);
    }
    if (!passed.isEmpty()) {
      reached(passed);
    }
    return !targets.isEmpty() || System.nanoTime() - lastMoved < BUSY_FOR;
  }

  /** How many positions were new when it last looked. */
  long news() {
    return news;
  }

  void moved() {
    lastMoved = System.nanoTime();
  }

  /** What it was about to reach may have gone, where a look failed. */
  void beginAnew() {
    targets.clear();
  }

  /** Who folds finds out by himself only when something new arrives, and may have to go back. */
  private void noticeOtherTables(Projection projection, ActiveCheckpoints active) {
    Long before = inFront.put(projection.name(), active.generation());
    if (before != null && before != active.generation()) {
      targets.remove(projection.name());
      settleAnew.accept(projection.name());
    }
  }

  /**
   * Where a topic was lost meanwhile, offsets mean nothing: whoever folds may have read on in one
   * that came anew, as if it were the one before. That shows by now.
   */
  private void reached(List<Target> passed) {
    Set<String> names = new HashSet<>();
    passed.forEach(target -> names.addAll(target.topics()));
    Map<TopicPartition, String> ids = topics.ids(names);
    List<Target> same = passed.stream().filter(target -> target.isOf(ids)).toList();
    List<Target> sure = withoutTopic.folded(same);
    if (!sure.isEmpty()) {
      positions.reached(sure.stream().map(Target::reached).toList());
      sure.forEach(target -> onMoved.accept(target.projection().name()));
      moved();
    }
    passed.stream()
        .filter(target -> !sure.contains(target))
        .forEach(target -> settleAnew.accept(target.projection().name()));
  }

  /** The target stays until it is reached: a newer one would for ever be just ahead. */
  private void settle(Projection projection, ActiveCheckpoints active, List<Target> passed) {
    Target target = targets.get(projection.name());
    if (target == null) {
      return;
    }
    if (active.lost(target.ends())) {
      settleAnew.accept(projection.name());
      targets.remove(projection.name());
    } else if (active.passed(target.ends())) {
      passed.add(target);
      targets.remove(projection.name());
    } else if (!active.equals(target.seen())) {
      targets.put(projection.name(), target.seenAgain(active));
    } else if (target.standsStill()) {
      // A crash of the database may have taken back what whoever folds believes to be behind him.
      settleAnew.accept(projection.name());
      targets.put(projection.name(), target.seenAgain(active));
    }
  }

  private void aim(
      Collection<Projection> behind,
      long published,
      Map<String, ActiveCheckpoints> all,
      List<Target> passed) {
    Set<String> names = new HashSet<>();
    behind.forEach(projection -> names.addAll(topics.of(projection)));
    Map<TopicPartition, Topics.End> ends = topics.ends(names);
    for (Projection projection : behind) {
      ActiveCheckpoints active = all.get(projection.name());
      if (active != null) {
        Map<TopicPartition, Topics.End> own = new HashMap<>(ends);
        own.keySet().removeIf(p -> !topics.of(projection).contains(p.topic()));
        if (active.misses(topics.of(projection), own)) {
          // How much of it was folded, only the log can tell.
          settleAnew.accept(projection.name());
          continue;
        }
        targets.put(projection.name(), Target.of(projection, published, own, active));
        settle(projection, active, passed);
      }
    }
  }
}
