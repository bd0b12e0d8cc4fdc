package io.tidegate.api.console;

import java.util.List;

/**
 * Who is signed in, as the console is told.
 *
 * @param user the user's name
 * @param roles those of the roles that the user has
 * @param mayChange whether one of them lets the user change anything
 * @param gatewayUrl where clients reach the gateway; null when that is not known
 * @param serverConsoleUrl where the server's own console is; null when that is not known
 * @param version the gateway's
 */
record SessionView(
    String user,
    List<String> roles,
    boolean mayChange,
    String gatewayUrl,
    String serverConsoleUrl,
    String version) {}
