package io.flowork.gateway.rest;

import io.flowork.api.EngineHealth;
import io.flowork.api.EngineInfo;
import io.flowork.gateway.http.Timings;
import java.util.Map;
import java.util.TreeMap;

/** Numbers in Prometheus' text format. */
final class Metrics {
    static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final StringBuilder out = new StringBuilder();

    private Metrics() {}

    static String of(EngineInfo info, EngineHealth health, Timings timings) {
        Metrics metrics = new Metrics();
        metrics.one("flowork_info", "gauge", "What runs here.", "{version=\"" + info.version() + "\"}", 1);
        metrics.one(
                "flowork_start_time_seconds",
                "gauge",
                "When the engine started, in seconds since 1970.",
                "",
                info.startedAt().getEpochSecond());
        metrics.one("flowork_runs_active", "gauge", "Runs at work here that have not ended.", "", health.active());
        metrics.one("flowork_runs_away", "gauge", "Active runs whose state is in the store only.", "", health.away());
        metrics.one(
                "flowork_runs_recovered_total",
                "counter",
                "Runs that an earlier process had left.",
                "",
                health.recovered());
        metrics.byStatus("flowork_runs_unfinished", "gauge", "Stored runs that have not ended.", health.unfinished());
        metrics.byStatus("flowork_runs_ended_total", "counter", "Runs that have ended.", health.ended());
        metrics.one("flowork_commits_total", "counter", "Commits of runs.", "", health.commits());
        metrics.one("flowork_journal_entries_total", "counter", "Journal entries recorded.", "", health.entries());
        metrics.one("flowork_steps_total", "counter", "Steps of runs.", "", health.steps());
        new TreeMap<>(health.counters())
                .forEach((name, count) -> metrics.one(
                        "flowork_" + name + "_total", "counter", "What the name says, since the start.", "", count));
        metrics.one(
                "flowork_calls",
                "gauge",
                "Calls of functions at work.",
                "",
                health.calls().active());
        metrics.one(
                "flowork_abandoned_calls",
                "gauge",
                "Calls of functions that were ended and go on all the same.",
                "",
                health.calls().abandoned());
        metrics.requests(timings);
        return metrics.out.toString();
    }

    private void head(String name, String kind, String help) {
        out.append("# HELP ").append(name).append(' ').append(help).append('\n');
        out.append("# TYPE ").append(name).append(' ').append(kind).append('\n');
    }

    private void one(String name, String kind, String help, String labels, long value) {
        head(name, kind, help);
        out.append(name).append(labels).append(' ').append(value).append('\n');
    }

    private void byStatus(String name, String kind, String help, Map<String, Long> values) {
        head(name, kind, help);
        new TreeMap<>(values)
                .forEach((status, value) -> out.append(name)
                        .append("{status=\"")
                        .append(status)
                        .append("\"} ")
                        .append(value)
                        .append('\n'));
    }

    private void requests(Timings timings) {
        String name = "flowork_http_request_duration_seconds";
        head(name, "histogram", "How long requests took, but for those that stay open.");
        timings.all().forEach((series, histogram) -> {
            String labels = "method=\"%s\",route=\"%s\",status=\"%dxx\""
                    .formatted(series.method(), series.route(), series.status());
            histogram.forEach((bound, count) -> out.append("%s_bucket{%s,le=\"%s\"} %d%n"
                    .formatted(name, labels, bound, count)
                    .replace("\r", "")));
            out.append(name)
                    .append("_sum{")
                    .append(labels)
                    .append("} ")
                    .append(histogram.seconds())
                    .append('\n');
            out.append(name)
                    .append("_count{")
                    .append(labels)
                    .append("} ")
                    .append(histogram.count())
                    .append('\n');
        });
    }
}
