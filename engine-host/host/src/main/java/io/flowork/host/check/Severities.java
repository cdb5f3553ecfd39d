package io.flowork.host.check;

import io.flowork.grammar.diagnostic.SeverityRules;
import io.flowork.host.config.Configuration;
import io.flowork.host.config.Setting;
import io.flowork.host.config.SettingKey;
import io.flowork.host.exit.CommandException;
import io.flowork.host.exit.ExitCode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How much diagnostics matter, by what is set. */
public final class Severities {
    private Severities() {}

    /**
     * The rules that are set.
     *
     * @param option the values of the option, each {@code CODE=LEVEL}
     * @param name how messages call the option
     * @throws CommandException if one cannot be followed; the message says where it was made
     */
    public static SeverityRules of(Configuration configuration, List<String> option, String name) {
        Map<String, Setting> settings = configuration.table(SettingKey.CHECK_SEVERITY, option, name);
        Map<String, String> all = new LinkedHashMap<>();
        settings.forEach((code, setting) -> {
            try {
                SeverityRules.of(Map.of(code, setting.value()));
            } catch (SeverityRules.RuleException e) {
                throw new CommandException(ExitCode.USAGE, setting.origin() + ": " + e.getMessage(), e);
            }
            all.put(code, setting.value());
        });
        return SeverityRules.of(all);
    }
}
