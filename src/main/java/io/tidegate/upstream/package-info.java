/** One attempt at one node: the request out, the first-content gate, the answer or its failure. */
package io.tidegate.upstream;
