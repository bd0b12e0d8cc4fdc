/** Which of the nodes with room gets a call: the strategies and what they remember. */
package io.tidegate.routing.balancing;
