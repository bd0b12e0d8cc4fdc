/** Answers as they are stored: what is complete, for how long it is good, in which form. */
package io.tidegate.cache.answer;
