package io.flowork.host.command;

import io.flowork.functions.plugin.Plugins;
import io.flowork.functions.process.Abilities;
import io.flowork.functions.uri.Uris;
import io.flowork.gateway.GatewaySettings;
import io.flowork.host.config.Configuration;
import io.flowork.host.config.Setting;
import io.flowork.host.config.SettingKey;
import io.flowork.host.exit.CommandException;
import io.flowork.host.exit.ExitCode;
import io.flowork.host.serve.EngineHost;
import io.flowork.host.serve.ServeOptions;
import io.flowork.host.serve.ServeOptions.Parts;
import io.flowork.host.serve.Upkeep;
import io.flowork.host.terminal.Surroundings;
import io.flowork.host.trace.Collector;
import io.flowork.host.workspace.HostOverrides;
import io.flowork.host.workspace.Version;
import io.flowork.runtime.Capacity;
import io.flowork.runtime.EngineSettings;
import io.flowork.runtime.schedule.MissedFirings;
import io.flowork.store.sqlite.SqliteProvider;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code flowork serve}. */
final class ServeCommand implements Subcommand {
    private static final int PORT = 7411;
    private static final int HIGHEST_PORT = 65_535;
    private static final String LOOPBACK = "127.0.0.1";

    @Override
    public CommandSpec spec() {
        return Specs.command(
                        "serve",
                        "Runs the engine host: deployed workflows, durable runs, and HTTP in front of them.",
                        "flowork serve",
                        "flowork serve --data ./data --port 0",
                        "curl -H \"Authorization: Bearer $(cat ./data/token)\" http://127.0.0.1:7411/v1/runs")
                .addOption(Specs.option("--config", "FILE", "Read this file in place of ./flowork.toml."))
                .addOption(DataOption.spec())
                .addOption(Specs.option("--port", "N", "The port; 0 for any that is free. Default: 7411."))
                .addOption(Specs.option("--bind", "ADDRESS", "The address, a loopback one. Default: 127.0.0.1."))
                .addOption(Specs.option(
                        "--log", "FORMAT", "What a line of the log looks like: text or json. Default: text."))
                .addOption(Specs.flag("--core-only", "Run the core only; it listens on a socket in the data folder."))
                .addOption(Specs.flag("--gateway-only", "Run HTTP only, for the core of the data folder."))
                .addOption(Specs.list(
                                ProcessOptions.NAME,
                                "ABILITY",
                                "What workflows may do on this machine: " + String.join(", ", Abilities.ALL) + ".")
                        .splitRegex(",")
                        .splitRegexSynopsisLabel(",")
                        .build())
                .addOption(Specs.list(
                                LimitOptions.NAME,
                                "NAME=N",
                                "What each run may use, such as expression-steps=1000000; see docs/cli.md.")
                        .build())
                .addOption(Specs.list("--http-host", "HOST=URI", "Send requests to a host elsewhere; see docs/cli.md.")
                        .hidden(true)
                        .build());
    }

    @Override
    public ExitCode run(ParseResult arguments, Surroundings surroundings) {
        LogOption.settings(configuration(arguments, surroundings), arguments, surroundings)
                .use();
        ServeOptions options = options(arguments, surroundings);
        CountDownLatch stopped = new CountDownLatch(1);
        EngineHost host = EngineHost.start(options, surroundings);
        try (var _ = surroundings.stopping().onStop(() -> {
            host.stop();
            stopped.countDown();
        })) {
            stopped.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            host.stop();
        }
        return ExitCode.OK;
    }

    /** What is set, by the file that {@code --config} names or the usual one. */
    static Configuration configuration(ParseResult arguments, Surroundings surroundings) {
        String config = Specs.value(arguments, "--config");
        return Configuration.of(surroundings, config == null ? null : surroundings.path(config));
    }

    /** What is asked for, also by a command that has some of these options only. */
    static ServeOptions options(ParseResult arguments, Surroundings surroundings) {
        Configuration settings = configuration(arguments, surroundings);
        boolean core = Specs.has(arguments, "--core-only");
        boolean gateway = Specs.has(arguments, "--gateway-only");
        if (core && gateway) {
            throw CommandException.usage("choose one of --core-only and --gateway-only");
        }
        Setting bind = settings.one(SettingKey.SERVE_BIND, Specs.value(arguments, "--bind"), "--bind");
        Path folder = DataOption.folder(arguments, settings, surroundings);
        Plugins plugins = Plugins.in(folder.resolve(Plugins.FOLDER));
        return new ServeOptions(
                folder,
                core ? Parts.CORE : gateway ? Parts.GATEWAY : Parts.BOTH,
                new ServeOptions.Listening(
                        address(bind),
                        (int) number(
                                settings.one(SettingKey.SERVE_PORT, Specs.value(arguments, "--port"), "--port"),
                                0,
                                HIGHEST_PORT,
                                PORT),
                        number(
                                settings.one(SettingKey.SERVE_BODY_BYTES, null, ""),
                                1,
                                Integer.MAX_VALUE / 2,
                                GatewaySettings.BODY_BYTES),
                        count(settings, SettingKey.SERVE_CONNECTIONS, 1, GatewaySettings.CONNECTIONS)),
                store(settings.one(SettingKey.SERVE_STORE, null, "")),
                LimitOptions.apply(
                                EngineSettings.of(Version.current()),
                                settings.table(
                                        SettingKey.LIMITS,
                                        Specs.values(arguments, LimitOptions.NAME),
                                        LimitOptions.NAME))
                        .allowing(ProcessOptions.abilities(settings, Specs.values(arguments, ProcessOptions.NAME)))
                        .holding(capacity(settings))
                        .calling(CallOptions.of(settings)),
                missed(settings.one(SettingKey.SERVE_MISSED_FIRINGS, null, "")),
                Upkeep.of(
                        RetentionOptions.settings(settings),
                        collector(
                                settings.one(SettingKey.OTEL_ENDPOINT, null, ""),
                                settings.table(SettingKey.OTEL_HEADERS, List.of(), ""))),
                new ServeOptions.Reach(
                        ProcessOptions.settings(settings, surroundings),
                        HostSecrets.of(settings, surroundings, plugins),
                        HostOverrides.of(
                                surroundings.variable(HostOverrides.VARIABLE), Specs.values(arguments, "--http-host"))),
                new ServeOptions.Extensions(plugins, HostPlugins.settings(settings)));
    }

    /** The address of a collector of traces. */
    private static @Nullable Collector collector(@Nullable Setting setting, Map<String, Setting> headers) {
        if (setting == null) {
            return null;
        }
        try {
            URI uri = new URI(setting.value());
            if (uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
                Map<String, String> secrets = new LinkedHashMap<>();
                headers.forEach((header, secret) -> secrets.put(header, secret.value()));
                return new Collector(uri, secrets);
            }
        } catch (URISyntaxException e) {
            throw new CommandException(ExitCode.USAGE, wrongCollector(setting), e);
        }
        throw CommandException.usage(wrongCollector(setting));
    }

    private static String wrongCollector(Setting setting) {
        return "%s: %s is the address of an OTLP/HTTP collector, such as http://127.0.0.1:4318; it is '%s'"
                .formatted(setting.origin(), setting.key(), setting.value());
    }

    private static MissedFirings missed(@Nullable Setting setting) {
        if (setting == null) {
            return MissedFirings.ONCE;
        }
        for (MissedFirings each : MissedFirings.values()) {
            if (each.name().toLowerCase(Locale.ROOT).equals(setting.value())) {
                return each;
            }
        }
        throw CommandException.usage(
                "%s: %s is once, all or skip; it is '%s'".formatted(setting.origin(), setting.key(), setting.value()));
    }

    private static URI store(@Nullable Setting setting) {
        if (setting == null) {
            return SqliteProvider.USUAL;
        }
        URI url = Uris.parse(setting.value());
        if (url == null || url.getScheme() == null) {
            throw CommandException.usage("%s: serve.store is a URL such as sqlite:FOLDER; it is '%s'"
                    .formatted(setting.origin(), setting.value()));
        }
        return url;
    }

    private static Capacity capacity(Configuration settings) {
        Capacity usual = Capacity.DEFAULT;
        return new Capacity(
                count(settings, SettingKey.SERVE_RUNS, 1, usual.runs()),
                count(settings, SettingKey.SERVE_RUNS_PER_WORKFLOW, 1, usual.perWorkflow()),
                count(settings, SettingKey.SERVE_RUNS_PER_CALLER, 1, usual.perCaller()),
                count(settings, SettingKey.SERVE_QUEUE, 0, usual.queue()));
    }

    private static int count(Configuration settings, SettingKey key, int least, int usual) {
        return (int) number(settings.one(key, null, ""), least, Integer.MAX_VALUE, usual);
    }

    /** Only this machine: whoever comes from elsewhere would have to sign, which this version cannot check. */
    private static String address(@Nullable Setting bind) {
        if (bind == null) {
            return LOOPBACK;
        }
        String address = bind.value();
        if (address.equals("localhost")) {
            return LOOPBACK;
        }
        if (address.matches("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}") || address.equals("::1")) {
            return address;
        }
        throw CommandException.usage(
                "%s: '%s' is not an address of this machine only. A public one needs an identity, which this version cannot make: listen on 127.0.0.1, and let others in by an SSH tunnel or a reverse proxy that knows them"
                        .formatted(bind.origin(), address));
    }

    private static long number(@Nullable Setting setting, long least, long most, long usual) {
        if (setting == null) {
            return usual;
        }
        String text = setting.value().replace("_", "");
        if (text.matches("[0-9]{1,18}")) {
            long value = Long.parseLong(text);
            if (value >= least && value <= most) {
                return value;
            }
        }
        throw CommandException.usage("%s: %s is a whole number from %d to %d; it is '%s'"
                .formatted(setting.origin(), setting.key(), least, most, setting.value()));
    }
}
