/** What would become of calls: traces over modelled nodes, by our own code, in virtual time. */
package io.tidegate.rehearsal;
