package io.tidegate.simulator;

/**
 * The call of a function that a model asks for; its arguments are the pieces of the reply.
 *
 * @param id the call's id, the same for the same prompt
 * @param name the function's name
 */
record ToolCall(String id, String name) {}
