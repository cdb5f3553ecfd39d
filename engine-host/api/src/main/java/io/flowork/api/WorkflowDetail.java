package io.flowork.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A deployed workflow with its text.
 *
 * @param namespace its namespace
 * @param name its name
 * @param version its version
 * @param hash the SHA-256 of its text, which runs name it by
 * @param deployedAt when it was deployed
 * @param format what the text is written in: {@code yaml} or {@code json}
 * @param text the text, exactly as it was deployed
 * @param schedule when it is started by its schedule; null when it has none, or a newer version takes its place
 */
public record WorkflowDetail(
        String namespace,
        String name,
        String version,
        String hash,
        Instant deployedAt,
        String format,
        String text,
        @Nullable ScheduleInfo schedule) {}
