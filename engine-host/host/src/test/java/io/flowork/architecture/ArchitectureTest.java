package io.flowork.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.Predefined;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** Who may know whom. A rule that fails here is a decision to discuss, not a list to extend. */
class ArchitectureTest {

    private static final List<String> MODULES =
            List.of("grammar", "api", "core", "store", "functions", "runtime", "gateway", "lsp", "dap", "host");

    private static final JavaClasses PRODUCT = new ClassFileImporter()
            .withImportOption(Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.flowork");

    @Test
    void everyModuleIsLookedAt() {
        for (String module : MODULES) {
            assertThat(PRODUCT.containPackage("io.flowork." + module))
                    .as(module)
                    .isTrue();
        }
    }

    @Test
    void arrowsPointOneWay() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("grammar")
                .definedBy("io.flowork.grammar..")
                .layer("api")
                .definedBy("io.flowork.api..")
                .layer("core")
                .definedBy("io.flowork.core..")
                .layer("store")
                .definedBy("io.flowork.store..")
                .layer("functions")
                .definedBy("io.flowork.functions..")
                .layer("runtime")
                .definedBy("io.flowork.runtime..")
                .layer("gateway")
                .definedBy("io.flowork.gateway..")
                .layer("lsp")
                .definedBy("io.flowork.lsp..")
                .layer("dap")
                .definedBy("io.flowork.dap..")
                .layer("host")
                .definedBy("io.flowork.host..")
                .whereLayer("grammar")
                .mayNotAccessAnyLayer()
                .whereLayer("api")
                .mayOnlyAccessLayers("grammar")
                .whereLayer("core")
                .mayOnlyAccessLayers("grammar")
                .whereLayer("store")
                .mayOnlyAccessLayers("grammar", "core")
                .whereLayer("functions")
                .mayOnlyAccessLayers("grammar", "core")
                .whereLayer("runtime")
                .mayOnlyAccessLayers("grammar", "api", "core", "store", "functions")
                .whereLayer("gateway")
                .mayOnlyAccessLayers("grammar", "api")
                .whereLayer("lsp")
                .mayOnlyAccessLayers("grammar", "api")
                .whereLayer("dap")
                .mayOnlyAccessLayers("grammar", "api", "core")
                .check(PRODUCT);
    }

    @Test
    void packagesOfAModuleKnowNoCycles() {
        slices().matching("io.flowork.(*).(*)..")
                .should()
                .beFreeOfCycles()
                .allowEmptyShould(true)
                .check(PRODUCT);
    }

    @Test
    void coreNeverTouchesTheOutsideWorld() {
        noClasses()
                .that()
                .resideInAPackage("io.flowork.core..")
                .should()
                .dependOnClassesThat(OutsideWorld.classes())
                .check(PRODUCT);
    }

    @Test
    void coreAndGrammarNeverAskTheMachine() {
        noClasses()
                .that()
                .resideInAnyPackage("io.flowork.core..", "io.flowork.grammar..")
                .should()
                .accessTargetWhere(OutsideWorld.accesses())
                .check(PRODUCT);
    }

    @Test
    void onlyTheStoreKnowsSql() {
        onlyIn("io.flowork.store..").maySee("java.sql..", "javax.sql..", "org.sqlite..");
    }

    @Test
    void onlyTheEdgesKnowJackson() {
        onlyIn("io.flowork.grammar.json..", "io.flowork.core.schema..", "io.flowork.functions..", "io.flowork.host..")
                .maySee("com.fasterxml.jackson..");
    }

    @Test
    void onlyTheConfigurationKnowsToml() {
        onlyIn("io.flowork.host.config..").maySee("com.fasterxml.jackson.dataformat..");
    }

    @Test
    void onlySchemaValidationKnowsItsValidator() {
        onlyIn("io.flowork.core.schema..").maySee("com.networknt..");
    }

    @Test
    void onlyTheMessagesKnowGsonAndTheirLauncher() {
        onlyIn("io.flowork.api.rpc..").maySee("com.google.gson..");
        onlyIn("io.flowork.api..", "io.flowork.lsp.shell..", "io.flowork.dap.shell..")
                .maySee("org.eclipse.lsp4j.jsonrpc..");
        noClasses()
                .that()
                .resideInAPackage("io.flowork.api")
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                        "org.eclipse.lsp4j.jsonrpc",
                        "org.eclipse.lsp4j.jsonrpc.json..",
                        "org.eclipse.lsp4j.jsonrpc.messages.."))
                .check(PRODUCT);
    }

    @Test
    void onlyItsShellKnowsTheProtocolOfEditors() {
        onlyIn("io.flowork.api..", "io.flowork.lsp.shell..", "io.flowork.dap.shell..")
                .maySee("org.eclipse.lsp4j..");
        onlyIn("io.flowork.dap.shell..").maySee("org.eclipse.lsp4j.debug..");
    }

    @Test
    void onlyTheGatewayKnowsTheServer() {
        onlyIn("io.flowork.gateway..").maySee("org.eclipse.jetty..");
    }

    @Test
    void onlyItsFunctionKnowsGrpc() {
        onlyIn("io.flowork.functions.grpc..").maySee("io.grpc..", "com.google.protobuf..");
    }

    @Test
    void onlyScriptsKnowTheirSandbox() {
        onlyIn("io.flowork.functions.script..").maySee("io.roastedroot..", "run.endive..", "com.dylibso..");
    }

    @Test
    void pluginsAreLoadedInOnePlace() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.flowork.functions.plugin..")
                .should()
                .dependOnClassesThat(resideInAnyPackage("java.util.jar.."))
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.util.ServiceLoader")
                .check(PRODUCT);
    }

    @Test
    void onlyTheYamlReaderKnowsItsParser() {
        onlyIn("io.flowork.grammar.yaml..").maySee("org.snakeyaml..");
    }

    @Test
    void onlyTheHostKnowsTheCommandLine() {
        onlyIn("io.flowork.host..").maySee("picocli..");
    }

    @Test
    void librariesLogThroughTheJdk() {
        onlyIn("io.flowork.host").maySee("org.slf4j..", "java.util.logging..");
    }

    @Test
    void packagesAreAtMostThreeDeepInTheirModule() {
        noClasses().should().resideInAPackage("io.flowork.*.*.*.*.*..").check(PRODUCT);
    }

    @Test
    void namesSayWhatAClassIs() {
        noClasses().should().haveSimpleNameEndingWith("Impl").check(PRODUCT);
        noClasses().should().haveSimpleNameEndingWith("Manager").check(PRODUCT);
        noClasses().should().haveSimpleNameEndingWith("Helper").check(PRODUCT);
    }

    @Test
    void everyPackageIsNullMarked() {
        List<String> unmarked = PRODUCT.stream()
                .map(JavaClass::getPackage)
                .distinct()
                .filter(found -> !found.isAnnotatedWith(NullMarked.class))
                .map(JavaPackage::getName)
                .sorted()
                .toList();
        assertThat(unmarked)
                .as("packages without a @NullMarked package-info.java")
                .isEmpty();
    }

    private static Edge onlyIn(String... packages) {
        return new Edge(packages);
    }

    /** The packages at an edge of the product, which alone may see a library. */
    private record Edge(String... packages) {
        void maySee(String... libraries) {
            noClasses()
                    .that()
                    .resideOutsideOfPackages(packages)
                    .should()
                    .dependOnClassesThat(resideInAnyPackage(libraries))
                    .check(PRODUCT);
        }
    }
}
