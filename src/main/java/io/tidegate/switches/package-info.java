/** Emergency switches: what an operator turns on in an outage, until when, and who did. */
package io.tidegate.switches;
