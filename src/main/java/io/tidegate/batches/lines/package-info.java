/** Input and output files of batches, line by line. */
package io.tidegate.batches.lines;
