package io.flowork.runtime.service;

import io.flowork.core.program.Program;
import io.flowork.grammar.WorkflowAnalysis;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.text.SourceText;
import io.flowork.grammar.workflow.Workflow;
import io.flowork.runtime.LoadedWorkflow;
import io.flowork.store.StoredProgram;
import io.flowork.store.StoredWebhook;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Objects;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What a delivery is: a run of a workflow that sends one event, and tries again while that fails. */
final class WebhookDelivery {
    static final String NAMESPACE = "flowork";
    static final String NAME = "webhook-delivery";

    /** Where the signature is: {@code sha256=} and the HMAC-SHA256 of the body in hexadecimal digits. */
    static final String SIGNATURE = "Flowork-Signature";

    /** 16 repetitions, the first after a second, each after twice as long: over about 18 hours. */
    private static final String TEXT = """
            document: {dsl: 1.0.3, namespace: %s, name: %s, version: 1.0.0}
            do:
              - deliver:
                  try:
                    - send:
                        call: http
                        with:
                          method: post
                          endpoint: {uri: '${ .url }'}
                          headers: '${ .headers }'
                          body: '${ .event }'
                          output: response
                        timeout: {after: {seconds: 30}}
                        output: {as: '${ {status: .statusCode} }'}
                  catch:
                    retry:
                      delay: {seconds: 1}
                      backoff: {exponential: {}}
                      limit: {attempt: {count: 16}}
            """.formatted(NAMESPACE, NAME);

    private WebhookDelivery() {}

    /** Compiled when it is first needed, as an engine starts faster without. */
    private static final class Compiled {
        static final LoadedWorkflow WORKFLOW = compiled();
    }

    /** The workflow of all deliveries. */
    static LoadedWorkflow workflow() {
        return Compiled.WORKFLOW;
    }

    private static LoadedWorkflow compiled() {
        Workflow workflow = Objects.requireNonNull(
                WorkflowAnalysis.analyze(SourceText.of("delivery.flow.yaml", TEXT))
                        .workflow(),
                "our own workflow has no errors");
        StoredProgram source = StoredProgram.of(NAMESPACE, NAME, workflow.version(), "yaml", TEXT);
        return new LoadedWorkflow(Program.compile(workflow, source.hash()), source);
    }

    /** The input of a delivery. The secret is not part of it. */
    static JsonObject input(StoredWebhook webhook, JsonObject event) {
        String body = event.toString();
        JsonObject headers =
                JsonObject.of("Content-Type", JsonString.of("application/cloudevents+json; charset=utf-8"));
        String secret = webhook.secret();
        return new JsonObject.Builder()
                .put("webhook", webhook.id())
                .put("url", webhook.url())
                .put(
                        "headers",
                        secret == null ? headers : headers.with(SIGNATURE, JsonString.of(signature(secret, body))))
                .put("event", body)
                .build();
    }

    private static String signature(String secret, String body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return "sha256=" + HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }
}
