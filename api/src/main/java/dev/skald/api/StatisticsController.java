package dev.skald.api;

import dev.skald.projections.accounts.MoneyMoved;
import dev.skald.projections.accounts.TransferStatistics;
import dev.skald.projections.sagas.SagaFigures;
import dev.skald.projections.sagas.SagaStatistics;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Figures for charts. */
@Tag(name = "statistics")
@RestController
@RequestMapping("/api/v1/statistics")
@ConditionalOnProperty(name = "skald.api.queries", matchIfMissing = true)
final class StatisticsController {

  private static final List<String> PROJECTIONS = List.of("sagas", "transfers");

  private final SagaStatistics sagas;
  private final TransferStatistics transfers;
  private final ReadYourWrites readYourWrites;

  StatisticsController(
      SagaStatistics sagas, TransferStatistics transfers, ReadYourWrites readYourWrites) {
    this.sagas = sagas;
    this.transfers = transfers;
    this.readYourWrites = readYourWrites;
  }

  /**
   * What was asked for, with what was chosen where nothing was said, and the figures.
   *
   * @param sagas by the span they were started in, then by type
   * @param moneyMoved by the transfers of a span, then by currency
   */
  public record SagaStatisticsResponse(
      Instant from, Instant to, String by, List<SagaFigures> sagas, List<MoneyMoved> moneyMoved) {}

  @Operation(
      summary =
          "Sagas by type and ending, how long they took, where they failed, and the money moved;"
              + " spans with nothing in them are left out")
  @GetMapping("/sagas")
  SagaStatisticsResponse sagas(
      @Parameter(example = "2026-01-30T00:00:00Z") @RequestParam(required = false)
          @Nullable String from,
      @Parameter(example = "2026-01-31T00:00:00Z") @RequestParam(required = false)
          @Nullable String to,
      @Parameter(description = "minute, hour or day", example = "hour")
          @RequestParam(required = false)
          @Nullable String by,
      @RequestHeader(name = ReadYourWrites.HEADER, required = false) @Nullable String minPosition) {
    Period period = Period.of(from, to, by, Instant.now());
    readYourWrites.await(PROJECTIONS, minPosition);
    return new SagaStatisticsResponse(
        period.from(),
        period.to(),
        period.by().unit(),
        sagas.figures(period.from(), period.to(), period.by()),
        transfers.moved(period.from(), period.to(), period.by()));
  }
}
