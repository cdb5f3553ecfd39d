package io.flowork.gateway.rest;

import static io.flowork.gateway.rest.RecordJson.type;

import io.flowork.api.DeployRequest;
import io.flowork.api.Deployment;
import io.flowork.api.ScheduleInfo;
import io.flowork.api.WorkflowDetail;
import io.flowork.api.WorkflowListRequest;
import io.flowork.api.WorkflowPage;
import io.flowork.api.WorkflowRef;
import io.flowork.gateway.http.Answer;
import io.flowork.gateway.http.Exchange;
import io.flowork.gateway.http.Route;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Workflows as resources. */
final class WorkflowRoutes {
    private static final String PATH = "/v1/workflows";

    private final Upstream engine;

    WorkflowRoutes(Upstream engine) {
        this.engine = engine;
    }

    List<Route> routes() {
        return List.of(
                Route.of("POST", PATH, "deployWorkflow", "Checks a workflow and keeps it, so that it can be started.")
                        .query("replace", "Whether to replace another text of the same version.", type("boolean"))
                        .body(
                                type("object"),
                                true,
                                "application/yaml",
                                "application/json",
                                "application/x-yaml",
                                "text/yaml",
                                "text/x-yaml")
                        .reply(201, "The workflow is deployed.", RecordJson.schema(Deployment.class))
                        .reply(200, "The same text was deployed before.", RecordJson.schema(Deployment.class))
                        .handledBy(this::deploy),
                Route.of("GET", PATH, "listWorkflows", "Lists the deployed workflows by namespace, name and version.")
                        .query("namespace", "Their namespace.")
                        .query("name", "Their name.")
                        .query("cursor", "Where the page before ended: its member next.")
                        .query("limit", "The most to list: 1 to 1000, usually 100.", type("integer"))
                        .reply(200, "A page of workflows.", RecordJson.schema(WorkflowPage.class))
                        .handledBy(this::list),
                Route.of("GET", PATH + "/{namespace}/{name}", "getWorkflow", "Gives the newest version of a workflow.")
                        .header("If-None-Match", "The ETag of what is known already.")
                        .reply(200, "The workflow with its text.", RecordJson.schema(WorkflowDetail.class))
                        .reply(304, "It is what is known already.")
                        .handledBy(exchange -> get(exchange, null)),
                Route.of(
                                "GET",
                                PATH + "/{namespace}/{name}/{version}",
                                "getWorkflowVersion",
                                "Gives a version of a workflow.")
                        .header("If-None-Match", "The ETag of what is known already.")
                        .reply(200, "The workflow with its text.", RecordJson.schema(WorkflowDetail.class))
                        .reply(304, "It is what is known already.")
                        .handledBy(exchange -> get(exchange, exchange.path("version"))));
    }

    private Answer deploy(Exchange exchange) throws InterruptedException {
        String format = exchange.type().equals(Answer.JSON) ? "json" : "yaml";
        DeployRequest request = new DeployRequest(exchange.text(), format, exchange.flag("replace"));
        Deployment deployment = engine.ask(service -> service.deploy(request));
        var workflow = deployment.workflow();
        return Answer.json(deployment.created() ? 201 : 200, RecordJson.of(deployment))
                .with("Location", PATH + "/" + workflow.namespace() + "/" + workflow.name() + "/" + workflow.version());
    }

    private Answer list(Exchange exchange) throws InterruptedException {
        WorkflowListRequest request = new WorkflowListRequest(
                exchange.query("namespace"), exchange.query("name"), exchange.query("cursor"), exchange.count("limit"));
        WorkflowPage page = engine.ask(service -> service.listWorkflows(request));
        return Paging.link(Answer.json(200, RecordJson.of(page)), exchange, PATH, "cursor", page.next());
    }

    private Answer get(Exchange exchange, @Nullable String version) throws InterruptedException {
        WorkflowRef ref = new WorkflowRef(exchange.path("namespace"), exchange.path("name"), version);
        WorkflowDetail workflow = engine.ask(service -> service.getWorkflow(ref));
        ScheduleInfo schedule = workflow.schedule();
        String tag =
                "\"" + workflow.hash() + (schedule == null ? "" : "/" + schedule.next() + "/" + schedule.last()) + "\"";
        if (tag.equals(exchange.header("If-None-Match"))) {
            return Answer.empty(304).with("ETag", tag);
        }
        return Answer.json(200, RecordJson.of(workflow)).with("ETag", tag);
    }
}
