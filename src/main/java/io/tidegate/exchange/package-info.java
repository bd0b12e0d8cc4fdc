/** The values every stage shares: the call, its answer, its outcome and its deadline. */
package io.tidegate.exchange;
