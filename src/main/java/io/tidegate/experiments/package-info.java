/** Experiments: two values of a setting on shares of live traffic, compared and stopped in time. */
package io.tidegate.experiments;
