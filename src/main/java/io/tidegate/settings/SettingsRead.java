package io.tidegate.settings;

/**
 * The event by which the parts of the gateway start, in the order of their priorities: the settings
 * can be read, and whoever finds a wrong one throws. A part that started by an event of the server
 * instead would fail where nobody could say why.
 */
public record SettingsRead() {}
