/** What an API that clients speak and nodes answer has of its own, as all stages see it. */
package io.tidegate.dialect;
