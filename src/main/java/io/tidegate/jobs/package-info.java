/** Calls that are kept until they are answered: durable, claimed, run, told of. */
package io.tidegate.jobs;
