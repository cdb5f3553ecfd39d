package io.flowork.host.command;

import io.flowork.host.config.Configuration;
import io.flowork.host.config.Setting;
import io.flowork.host.config.SettingKey;
import io.flowork.host.exit.CommandException;
import io.flowork.runtime.CallLimits;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** {@code [calls]} in the configuration. */
final class CallOptions {
    private static final String TIMEOUT = "timeout";
    private static final String ABANDONED = "abandoned";
    private static final String SLOW = "slow";
    private static final List<String> NAMES = List.of(TIMEOUT, ABANDONED, SLOW);

    private CallOptions() {}

    /**
     * What calls of functions may do.
     *
     * @throws CommandException if something is set that there is not, or to a value that it cannot have
     */
    static CallLimits of(Configuration configuration) {
        Map<String, Setting> table = configuration.table(SettingKey.CALLS, List.of(), "");
        table.forEach((name, setting) -> ProcessOptions.known("setting of calls", name, NAMES, setting.origin()));
        CallLimits usual = CallLimits.DEFAULT;
        return new CallLimits(
                table.containsKey(TIMEOUT) ? ProcessOptions.duration(table, TIMEOUT, Duration.ZERO) : usual.timeout(),
                usual.grace(),
                ProcessOptions.count(table, ABANDONED, usual.abandoned()),
                ProcessOptions.duration(table, SLOW, usual.slow()));
    }
}
