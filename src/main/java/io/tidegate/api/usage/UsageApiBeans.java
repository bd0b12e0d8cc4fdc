package io.tidegate.api.usage;

import io.tidegate.api.http.HttpBlockingWork;
import io.tidegate.usage.Prices;
import io.tidegate.usage.UsageBook;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** Wires what tells of usage. */
@ApplicationScoped
public class UsageApiBeans {

  @Produces
  @Singleton
  HttpUsage usage(UsageBook book, Prices prices, HttpBlockingWork bench, InstantSource wall) {
    return new HttpUsage(book, prices, bench, wall);
  }
}
