package dev.skald.api.stock;

import dev.skald.api.Problem;
import dev.skald.api.Query;
import dev.skald.api.ReadYourWrites;
import dev.skald.projections.Page;
import dev.skald.projections.stock.ProductProjection;
import dev.skald.projections.stock.ProductQueries;
import dev.skald.projections.stock.ProductView;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Shows products. */
@Tag(name = "products")
@RestController
@RequestMapping("/api/v1/products")
@ConditionalOnProperty(name = "skald.api.queries", matchIfMissing = true)
public final class ProductQueriesController {

  private final ProductQueries products;
  private final ReadYourWrites readYourWrites;

  ProductQueriesController(ProductQueries products, ReadYourWrites readYourWrites) {
    this.products = products;
    this.readYourWrites = readYourWrites;
  }

  @Operation(summary = "One product: its price, and how many of it are available")
  @GetMapping("/{sku}")
  ProductView one(
      @PathVariable String sku,
      @RequestHeader(name = ReadYourWrites.HEADER, required = false) @Nullable String minPosition) {
    readYourWrites.await(ProductProjection.NAME, minPosition);
    return products
        .product(sku)
        .orElseThrow(
            () -> Problem.notFound("product-unknown", "there is no product '%s'".formatted(sku)));
  }

  @Operation(summary = "Products, newest first")
  @GetMapping
  Page<ProductView> list(
      @RequestParam(required = false) @Nullable String limit,
      @RequestParam(required = false) @Nullable String cursor,
      @RequestHeader(name = ReadYourWrites.HEADER, required = false) @Nullable String minPosition) {
    readYourWrites.await(ProductProjection.NAME, minPosition);
    return products.products(Query.limit(limit), Query.cursor(cursor));
  }
}
