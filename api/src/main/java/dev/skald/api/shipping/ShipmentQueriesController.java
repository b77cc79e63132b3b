package dev.skald.api.shipping;

import dev.skald.api.Problem;
import dev.skald.api.ReadYourWrites;
import dev.skald.projections.shipping.ShipmentProjection;
import dev.skald.projections.shipping.ShipmentQueries;
import dev.skald.projections.shipping.ShipmentView;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Shows shipments. */
@Tag(name = "shipments")
@RestController
@RequestMapping("/api/v1/shipments")
@ConditionalOnProperty(name = "skald.api.queries", matchIfMissing = true)
public final class ShipmentQueriesController {

  private final ShipmentQueries shipments;
  private final ReadYourWrites readYourWrites;

  ShipmentQueriesController(ShipmentQueries shipments, ReadYourWrites readYourWrites) {
    this.shipments = shipments;
    this.readYourWrites = readYourWrites;
  }

  @Operation(summary = "One shipment: what left the house, and where to")
  @GetMapping("/{id}")
  ShipmentView one(
      @PathVariable String id,
      @RequestHeader(name = ReadYourWrites.HEADER, required = false) @Nullable String minPosition) {
    readYourWrites.await(ShipmentProjection.NAME, minPosition);
    return shipments
        .shipment(id)
        .orElseThrow(
            () -> Problem.notFound("shipment-unknown", "there is no shipment '%s'".formatted(id)));
  }
}
