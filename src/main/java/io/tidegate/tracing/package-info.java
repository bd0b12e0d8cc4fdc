/** What traces tell of calls: our small interfaces, and OpenTelemetry behind them. */
package io.tidegate.tracing;
