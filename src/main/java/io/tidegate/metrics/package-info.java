/** Our small metrics interface and its MicroProfile adapter. */
package io.tidegate.metrics;
