package io.flowork.functions.grpc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Message;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the parser makes of files, beside what protoc makes of them. */
class ProtoParserTest {

    private static FileDescriptor link(String text) throws Exception {
        return ProtoFiles.link("test.proto", text, Map.of());
    }

    /** protobuf's jar has its own files, and classes that protoc has generated from them. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "any=com.google.protobuf.Any",
                "api=com.google.protobuf.Api",
                "descriptor=com.google.protobuf.DescriptorProtos$FileDescriptorProto",
                "duration=com.google.protobuf.Duration",
                "empty=com.google.protobuf.Empty",
                "field_mask=com.google.protobuf.FieldMask",
                "source_context=com.google.protobuf.SourceContext",
                "struct=com.google.protobuf.Struct",
                "timestamp=com.google.protobuf.Timestamp",
                "type=com.google.protobuf.Type",
                "wrappers=com.google.protobuf.Int32Value"
            })
    void readsFilesAsProtocDoes(String pair) throws Exception {
        String name = "google/protobuf/" + pair.substring(0, pair.indexOf('=')) + ".proto";
        Message generated = (Message) Class.forName(pair.substring(pair.indexOf('=') + 1))
                .getMethod("getDefaultInstance")
                .invoke(null);
        FileDescriptor expected = generated.getDescriptorForType().getFile();
        FileDescriptor actual = ProtoFiles.link(name, text(name), Map.of());
        assertThat(comparable(actual)).isEqualTo(comparable(expected));
        assertThat(wire(actual)).isEqualTo(wire(expected));
    }

    private static String text(String name) throws Exception {
        try (InputStream in = requireNonNull(Message.class.getClassLoader().getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    /** A file's description with resolved types and without what has no meaning at run time. */
    private static FileDescriptorProto comparable(FileDescriptor file) {
        FileDescriptorProto.Builder proto =
                file.toProto().toBuilder().clearOptions().clearService();
        proto.getMessageTypeBuilderList().forEach(ProtoParserTest::plain);
        proto.getEnumTypeBuilderList().forEach(ProtoParserTest::plain);
        return proto.build();
    }

    private static void plain(DescriptorProto.Builder message) {
        message.clearReservedName().clearReservedRange();
        if (!message.getOptions().getMapEntry()) {
            message.clearOptions();
        }
        message.getExtensionRangeBuilderList().forEach(DescriptorProto.ExtensionRange.Builder::clearOptions);
        for (FieldDescriptorProto.Builder field : message.getFieldBuilderList()) {
            field.clearOptions().clearTypeName().clearType().clearJsonName();
        }
        message.getNestedTypeBuilderList().forEach(ProtoParserTest::plain);
        message.getEnumTypeBuilderList().forEach(ProtoParserTest::plain);
    }

    private static void plain(EnumDescriptorProto.Builder enumeration) {
        enumeration.clearReservedName().clearReservedRange().clearOptions();
        enumeration.getValueBuilderList().forEach(value -> value.clearOptions());
    }

    /** What decides how each field is written, after everything is resolved. */
    private static Map<String, String> wire(FileDescriptor file) {
        Map<String, String> fields = new HashMap<>();
        file.getMessageTypes().forEach(message -> wire(message, fields));
        return fields;
    }

    private static void wire(Descriptor message, Map<String, String> fields) {
        for (FieldDescriptor field : message.getFields()) {
            String type = field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
                    ? field.getMessageType().getFullName()
                    : field.getJavaType() == FieldDescriptor.JavaType.ENUM
                            ? field.getEnumType().getFullName()
                            : "";
            fields.put(
                    field.getFullName(),
                    "%d %s %s %s %s %s"
                            .formatted(
                                    field.getNumber(),
                                    field.getType(),
                                    type,
                                    field.getJsonName(),
                                    field.isPacked(),
                                    field.hasPresence()));
        }
        message.getNestedTypes().forEach(nested -> wire(nested, fields));
    }

    @Test
    void readsWhatProto3Has() throws Exception {
        FileDescriptor file = link("""
                // A comment; "with" quotes
                syntax = 'proto3';
                package a.b;
                import public "google/protobuf/timestamp.proto";
                option java_package = "x" "y";
                option (custom) = { text: "}" nested { a: 1 } };
                message M {
                  optional int32 x = 0x1;
                  oneof kind { string s = 2; int64 i = 3 [deprecated = true, (c).d = -inf]; }
                  map<string, N> by_name = 4; /* a
                  comment */
                  reserved 7, 20 to max; reserved "old";
                  message N { repeated sint32 numbers = 1; repeated int32 loose = 2 [packed = false]; .google.protobuf.Timestamp at = 3; }
                  repeated E es = 8;
                  string my_name = 9 [json_name = "other"];
                  string message = 10; bool stream = 11; N.Deep deep = 12;
                };
                message stream {}
                enum E { option allow_alias = true; Z = 0; A = 1; B = 1 [deprecated = true]; NEGATIVE = -5; reserved 3; }
                service S {
                  option deprecated = true;
                  rpc One(M) returns (M.N);
                  rpc Up(stream M) returns (stream) {}
                  rpc Down(stream) returns (stream M.N) { option (google.api.http) = { post: "/v1" body: "*" }; };
                }
                """.replace("N.Deep deep = 12;", ""));
        Descriptor m = file.findMessageTypeByName("M");
        assertThat(m.findFieldByName("x").hasPresence()).isTrue();
        assertThat(m.findFieldByName("x").getRealContainingOneof()).isNull();
        assertThat(m.findFieldByName("s").getRealContainingOneof().getName()).isEqualTo("kind");
        assertThat(m.findFieldByName("by_name").isMapField()).isTrue();
        assertThat(m.findFieldByName("my_name").getJsonName()).isEqualTo("other");
        assertThat(m.findFieldByName("es").isPacked()).isTrue();
        Descriptor n = m.findNestedTypeByName("N");
        assertThat(n.findFieldByName("numbers").isPacked()).isTrue();
        assertThat(n.findFieldByName("loose").isPacked()).isFalse();
        assertThat(n.findFieldByName("at").getMessageType().getFullName()).isEqualTo("google.protobuf.Timestamp");
        assertThat(file.getServices().getFirst().getMethods())
                .extracting(
                        method -> method.getName() + " " + method.isClientStreaming() + " " + method.isServerStreaming()
                                + " " + method.getInputType().getName())
                .isEqualTo(List.of("One false false M", "Up true false M", "Down false true stream"));
    }

    @Test
    void readsWhatProto2Has() throws Exception {
        FileDescriptor file = link("""
                message M {
                  required int32 x = 1 [default = -0x10];
                  optional group Part = 2 { optional string s = 1; }
                  optional string text = 3 [default = "a\\"\\303\\274\\x21"];
                  optional bytes raw = 4 [default = "\\000\\377"];
                  optional double d = 5 [default = -inf];
                  extensions 100 to 199, 300 to max [verification = UNVERIFIED];
                  extend M { optional M inside = 101; }
                }
                extend M { optional string e = 100; }
                """);
        Descriptor m = file.findMessageTypeByName("M");
        assertThat(m.findFieldByName("x").isRequired()).isTrue();
        assertThat(m.findFieldByName("x").getDefaultValue()).isEqualTo(-16);
        assertThat(m.findFieldByName("part").getType()).isEqualTo(FieldDescriptor.Type.GROUP);
        assertThat(m.findFieldByName("text").getDefaultValue()).isEqualTo("a\"ü!");
        assertThat(m.findFieldByName("raw").getDefaultValue().toString()).contains("size=2");
        assertThat(m.findFieldByName("d").getDefaultValue()).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(m.isExtensionNumber(150)).isTrue();
        assertThat(file.findExtensionByName("e").getContainingType()).isEqualTo(m);
    }

    @Test
    void readsEditions() throws Exception {
        FileDescriptor file = link("""
                edition = "2023";
                option features.field_presence = IMPLICIT;
                message M { int32 a = 1; int32 b = 2 [features.field_presence = EXPLICIT]; }
                """);
        Descriptor m = file.findMessageTypeByName("M");
        assertThat(m.findFieldByName("a").hasPresence()).isFalse();
        assertThat(m.findFieldByName("b").hasPresence()).isTrue();
    }

    @Test
    void importsAreLinked() throws Exception {
        FileDescriptor file = ProtoFiles.link(
                "main.proto",
                "syntax = \"proto3\"; import \"a/b.proto\"; message M { B b = 1; C c = 2; }",
                Map.of(
                        "a/b.proto", "syntax = \"proto3\"; import public \"a/c.proto\"; message B { C c = 1; }",
                        "a/c.proto", "syntax = \"proto3\"; message C {}"));
        assertThat(file.findMessageTypeByName("M")
                        .findFieldByName("c")
                        .getMessageType()
                        .getFullName())
                .isEqualTo("C");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "message M { int32 x  1; }            | test.proto:1:22: expected '=', but found '1'",
                "message M { Nope x = 1; }            | test.proto: M.x: \"Nope\" is not defined.",
                "message M {                          | test.proto:1:12: expected a name, but found the end of the file",
                "syntax = \"proto4\";                 | test.proto:1:10: the syntax 'proto4' is unknown",
                "/* never closed                      | test.proto:1:1: a comment is not closed",
                "option x = \"never closed;           | test.proto:1:12: a string is not closed on its line",
                "import \"test.proto\";               | imports itself",
                "import \"other.proto\";              | test.proto: it imports 'other.proto', which was not fetched",
                "message M { int32 x = 99999999999; } | expected a whole number",
                "{                                    | expected a name, but found '{'",
                "service S { rpc A(M) return (M); }   | expected returns, but found 'return'",
                "option features.nope = YES;          | 'features.nope' has no value 'YES'",
                "message M { int32 a = 1; int32 b = 1; } | already been used",
            })
    void saysWhatIsWrongAndWhere(String text, String problem) {
        assertThatThrownBy(() -> ProtoFiles.link(
                        "test.proto",
                        text,
                        Map.of("test.proto", text).entrySet().stream()
                                .filter(entry -> text.startsWith("import \"test"))
                                .collect(java.util.stream.Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue))))
                .isInstanceOf(ProtoException.class)
                .hasMessageContaining(problem);
    }

    @Test
    void deepNestingIsRefused() {
        assertThatThrownBy(() -> link("message M { ".repeat(10_000)))
                .isInstanceOf(ProtoException.class)
                .hasMessageContaining("nested too deeply");
    }
}
