package dev.skald.projections.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.domain.accounts.AccountEvent;
import dev.skald.domain.accounts.AccountEvent.AccountOpened;
import dev.skald.projections.accounts.AccountProjection;
import dev.skald.projections.engine.ProjectionControl.RollBack;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;

/** Two builds are rolled out side by side, and the newer one fills a table more. */
class RollBackAcrossBuildsTest {

  private static final Projection OLDER = new AccountProjection();
  private static final Projection NEWER = new WithOwners();
  private World world;

  private record WithOwners() implements Projection {
    @Override
    public String name() {
      return OLDER.name();
    }

    @Override
    public int version() {
      return OLDER.version() + 1;
    }

    @Override
    public List<String> tables() {
      return Stream.concat(OLDER.tables().stream(), Stream.of("owner_of_account")).toList();
    }

    @Override
    public List<Source<?>> sources() {
      Source<?> owners =
          Source.eachEvent(AccountEvent.CATEGORY, AccountEvent.class, WithOwners::keep);
      return Stream.concat(OLDER.sources().stream(), Stream.of(owners)).toList();
    }

    private static void keep(Fact<AccountEvent> fact, Rows rows) {
      if (fact.event() instanceof AccountOpened opened) {
        rows.write(
            "insert into owner_of_account (account_id, owner) values (:id, :owner)",
            new MapSqlParameterSource("id", fact.id()).addValue("owner", opened.owner()));
      }
    }
  }

  @BeforeEach
  void open() {
    world = new World();
    new Histories(57).append(world, 40, 4);
    world
        .folder(world.pool, OLDER)
        .fold(
            new Folder.Batch(
                1,
                world.events().stream()
                    .filter(event -> OLDER.categories().contains(event.streamId().category()))
                    .toList(),
                List.of(),
                List.of()));
    world
        .jdbc
        .sql("create table readmodels.owner_of_account (account_id text primary key, owner text)")
        .update();
  }

  @AfterEach
  void close() {
    world.close();
  }

  @ParameterizedTest
  @CsvSource({"OLDER, NEWER", "NEWER, OLDER", "OLDER, OLDER", "NEWER, NEWER"})
  void back_and_forward_again_all_tables_move_whichever_build_is_asked(
      String back, String forward) {
    List<String> older = World.rows(world.pool, OLDER);
    Database database = Database.of(world.pool);
    Folder folder = new Folder(database, NEWER, world.log, World.TYPES);
    Rebuilder rebuilder = new Rebuilder(database, NEWER, world.log, folder);
    assertThat(rebuilder.isDue()).isTrue();
    rebuilder.work(() -> true);
    List<String> newer = World.rows(world.pool, NEWER);
    assertThat(newer).hasSizeGreaterThan(older.size());

    assertThat(control(back).rollBack("accounts")).isEqualTo(RollBack.DONE);
    assertThat(World.rows(world.pool, NEWER)).isEqualTo(older);

    assertThat(control(forward).rollBack("accounts")).isEqualTo(RollBack.DONE);
    assertThat(World.rows(world.pool, NEWER)).isEqualTo(newer);
  }

  private ProjectionControl control(String build) {
    return new ProjectionControl(
        List.of(build.equals("OLDER") ? OLDER : NEWER), world.pool, world.log, Clock.systemUTC());
  }
}
