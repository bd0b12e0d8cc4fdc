/** Whole answers for those who do not read a stream: jobs and lines of batches. */
package io.tidegate.collect;
