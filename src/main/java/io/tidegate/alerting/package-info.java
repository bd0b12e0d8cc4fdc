/** Alerts over our own figures: one set of rules, evaluated here and printed for Prometheus. */
package io.tidegate.alerting;
