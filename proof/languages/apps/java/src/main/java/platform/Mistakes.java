package platform;

import io.github.cdk8snodeagents.*;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.cdk8s.App;
import org.cdk8s.Chart;
import org.cdk8s.ChartProps;

/**
 * Mistakes that Java's compiler lets pass and the library must answer with a message, each with a part of it.
 * Prints one line for each, parted by tabs: its name, what the message must say, "message" or "manifest", and that.
 */
public final class Mistakes {
    private static final Map<String, String> SAYS = new LinkedHashMap<>();
    private static final Map<String, Consumer<Chart>> MISTAKES = new LinkedHashMap<>();

    private static void mistake(String name, String says, Consumer<Chart> make) {
        SAYS.put(name, says);
        MISTAKES.put(name, make);
    }

    private static LogAgentDaemonSet.Builder agent(Chart chart) {
        return LogAgentDaemonSet.Builder.create(chart, "agent").image(ImageName.of("agent:1"));
    }

    /** A list as programs of Java before generics, and careless casts, make it. */
    @SuppressWarnings({"unchecked", "rawtypes"})
    private static <T> List<T> raw(Object... elements) {
        return (List) Arrays.asList(elements);
    }

    private static <T> Map<String, T> pair(String key, T value) {
        final Map<String, T> map = new HashMap<>();
        map.put(key, value);
        return map;
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static Map<String, String> rawPair(String key, Object value) {
        return (Map) pair(key, value);
    }

    static {
        mistake("a missing prop", "image is required", chart -> LogAgentDaemonSet.Builder.create(chart, "agent").hostNetwork(true).build());
        mistake("null for a required prop", "image is required", chart -> agent(chart).image(null).build());
        mistake("no labels to match", "[NoConditions]", chart -> agent(chart).targeting(NodeTargeting.matching()).build());
        mistake("a null among labels", "NodeLabel", chart -> agent(chart).targeting(NodeTargeting.matching((NodeLabel) null)).build());
        mistake("a null among tolerations", "Toleration", chart -> agent(chart).tolerations(Tolerations.of((Toleration) null)).build());
        mistake("a map in a list of containers", "Container", chart -> NodeAgentDaemonSet.Builder.create(chart, "agent").name("agent").containers(raw(Map.of("name", "agent"))).build());
        mistake("an empty map in a list of tolerations", "Toleration", chart -> agent(chart).build().getDaemonSet().addToleration(Mistakes.<Toleration>raw(Map.of()).toArray(new Toleration[0])));
        mistake("a map in a list of variables", "EnvVar", chart -> agent(chart).env(raw(Map.of("name", "LEVEL", "value", "info"))).build());
        mistake("a value of another class in a list", "EnvVar", chart -> agent(chart).env(raw(ImageName.of("agent:1"))).build());
        mistake("a null in a list of values", "EnvVar", chart -> agent(chart).env(Collections.singletonList(null)).build());
        mistake("a null in a list of texts", "args", chart -> agent(chart).args(Collections.singletonList(null)).build());
        mistake("a number in a list of texts", "args", chart -> agent(chart).args(raw("--port", 24224)).build());
        mistake("a number in a map of texts", "podLabels", chart -> agent(chart).podLabels(rawPair("team", 7)).build());
        mistake("a null in a map of texts", "podLabels", chart -> agent(chart).podLabels(pair("team", null)).build());
        mistake("a null among files", "agent.conf", chart -> agent(chart).configFiles(List.of(ConfigFiles.of("/etc/agent", pair("agent.conf", null)))).build());
        mistake("a null for a text", "name is required", chart -> agent(chart).image(ImageName.of(null)).build());
        mistake("an identity without labels", "matchLabels is required", chart -> agent(chart).adopt(AdoptedIdentity.builder().build()).build());
        mistake("a rollout of nothing", "[EmptyRollout]", chart -> agent(chart).rollout(Rollout.rolling(IntOrPercent.of(0))).build());
        mistake("a text for a collector", "NodeExporterCollector", chart -> NodeExporterDaemonSet.Builder.create(chart, "agent").collectorsOn(raw("systemd")).build());
        mistake("a patch that changes nothing", "[PatchWithoutEffect]", chart -> agent(chart).patches(List.of(Patch.merge(Map.of()))).build());
        mistake("a default that is none", "[UnknownDefault]", chart -> agent(chart).defaults(AgentDefaults.all().without("nodeNameEnvv")).build());
        mistake("an expectation that does not hold", "[ExpectedToRun]", chart -> ExpectPlacement.of(agent(chart).targeting(NodeTargeting.workers()).build())
            .runsOnEveryNodeOf(NodePool.of("control", NodePoolOptions.builder().labels(Map.of("node-role.kubernetes.io/control-plane", "")).build())));
    }

    public static void main(String[] args) {
        MISTAKES.forEach((name, make) -> {
            String kind = "message";
            String text;
            try {
                final App app = new App();
                make.accept(new Chart(app, "chart", ChartProps.builder().namespace("default").build()));
                text = app.synthYaml();
                kind = "manifest";
            } catch (Throwable thrown) {
                text = thrown.toString();
            }
            System.out.println(String.join("\t", name, SAYS.get(name), kind, text.replaceAll("\\s+", " ")));
        });
    }
}
