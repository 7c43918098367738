package dev.gamelan.quota.permit;

import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.Globals;
import org.luaj.vm2.LuaClosure;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Prototype;
import org.luaj.vm2.Varargs;
import org.luaj.vm2.lib.VarArgFunction;
import org.luaj.vm2.lib.jse.JsePlatform;

/**
 * As much of Redis as the ledger's script needs, in memory and in a time that is given to it. The
 * script itself is the real one; {@link RedisModelIT} compares this with a real Redis.
 */
public final class RedisModel {
  private static final Map<String, Prototype> COMPILED = new ConcurrentHashMap<>();

  private final LongSupplier millis;
  private final Globals lua = JsePlatform.standardGlobals();
  private final Map<String, LuaValue> scripts = new HashMap<>();
  private final Map<String, Map<String, LuaString>> hashes = new HashMap<>();
  private final Map<String, TreeMap<String, Double>> sets = new HashMap<>();
  private int run = 1;

  /**
   * @param millis what its own clock shows
   */
  public RedisModel(LongSupplier millis) {
    this.millis = millis;
    var redis = new LuaTable();
    redis.set("call", new Command());
    redis.set("error_reply", new Refusal());
    lua.set("redis", redis);
    lua.set("unpack", lua.get("table").get("unpack"));
  }

  /** All is forgotten. */
  public void flush() {
    hashes.clear();
    sets.clear();
  }

  /** Another process, with what it is given. */
  public void restart(Snapshot kept) {
    run++;
    flush();
    kept.hashes().forEach((key, hash) -> hashes.put(key, new HashMap<>(hash)));
    kept.sets().forEach((key, set) -> sets.put(key, new TreeMap<>(set)));
  }

  /** What it knows at a moment. */
  public record Snapshot(
      Map<String, Map<String, LuaString>> hashes, Map<String, TreeMap<String, Double>> sets) {}

  public Snapshot snapshot() {
    var ofHashes = new HashMap<String, Map<String, LuaString>>();
    hashes.forEach((key, hash) -> ofHashes.put(key, new HashMap<>(hash)));
    var ofSets = new HashMap<String, TreeMap<String, Double>>();
    sets.forEach((key, set) -> ofSets.put(key, new TreeMap<>(set)));
    return new Snapshot(ofHashes, ofSets);
  }

  /** As if somebody set it by hand. */
  void set(String key, String field, String value) {
    hashes.computeIfAbsent(key, unseen -> new HashMap<>()).put(field, LuaString.valueOf(value));
  }

  /** All that is in it, but for who it is. */
  Map<String, Map<String, String>> content() {
    var content = new TreeMap<String, Map<String, String>>();
    hashes.forEach(
        (key, hash) -> {
          var fields = new TreeMap<String, String>();
          hash.forEach((field, value) -> fields.put(field, value.tojstring()));
          fields.remove("run");
          content.put(key, fields);
        });
    sets.forEach(
        (key, set) -> {
          if (!set.isEmpty()) {
            var members = new TreeMap<String, String>();
            set.forEach((member, score) -> members.put(member, String.valueOf(score)));
            content.put(key, members);
          }
        });
    return content;
  }

  /** As quota reaches a real one. */
  @SuppressWarnings("unchecked")
  StatefulRedisConnection<String, byte[]> connection() {
    Object commands =
        played(RedisCommands.class, (proxy, method, given) -> answered(method, given));
    return (StatefulRedisConnection<String, byte[]>)
        played(StatefulRedisConnection.class, (proxy, method, given) -> commands);
  }

  private static Object played(Class<?> type, InvocationHandler handler) {
    return Proxy.newProxyInstance(
        RedisModel.class.getClassLoader(), new Class<?>[] {type}, handler);
  }

  private Object answered(Method method, Object @Nullable [] given) {
    Object[] arguments = given == null ? new Object[0] : given;
    return switch (method.getName()) {
      case "scriptLoad" -> load((byte[]) arguments[0]);
      case "evalsha" ->
          run((String) arguments[0], (String[]) arguments[2], (byte[][]) arguments[3]);
      default -> throw new IllegalStateException("Not modelled: " + method.getName());
    };
  }

  private String load(byte[] source) {
    String text = new String(source, StandardCharsets.UTF_8);
    scripts.computeIfAbsent(
        "ledger",
        name -> new LuaClosure(COMPILED.computeIfAbsent(text, RedisModel::compiled), lua));
    return "ledger";
  }

  private static Prototype compiled(String source) {
    try {
      return JsePlatform.standardGlobals().compilePrototype(new StringReader(source), "ledger");
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private List<Object> run(String script, String[] keys, byte[][] values) {
    var named = new LuaTable();
    for (int i = 0; i < keys.length; i++) {
      named.set(i + 1, LuaValue.valueOf(keys[i]));
    }
    var given = new LuaTable();
    for (int i = 0; i < values.length; i++) {
      given.set(i + 1, LuaString.valueOf(values[i]));
    }
    lua.set("KEYS", named);
    lua.set("ARGV", given);
    LuaValue loaded = scripts.get(script);
    if (loaded == null) {
      throw new IllegalStateException("No such script");
    }
    LuaTable returned = loaded.call().checktable();
    var answer = new ArrayList<>();
    for (int i = 1; !returned.get(i).isnil(); i++) {
      answer.add(answered(returned.get(i)));
    }
    return answer;
  }

  /** Numbers lose what is behind the point, as at Redis. */
  private static Object answered(LuaValue value) {
    if (value.type() == LuaValue.TNUMBER) {
      return (long) value.todouble();
    }
    LuaString text = value.checkstring();
    byte[] bytes = new byte[text.m_length];
    text.copyInto(0, bytes, 0, text.m_length);
    return bytes;
  }

  private final class Refusal extends VarArgFunction {
    @Override
    public Varargs invoke(Varargs arguments) {
      throw new LuaError(arguments.tojstring(1));
    }
  }

  private final class Command extends VarArgFunction {
    @Override
    public Varargs invoke(Varargs arguments) {
      String name = arguments.tojstring(1);
      return switch (name) {
        case "HGET" -> field(arguments, 3);
        case "HMGET" -> {
          var found = new LuaTable();
          for (int i = 3; i <= arguments.narg(); i++) {
            found.set(i - 2, field(arguments, i));
          }
          yield found;
        }
        case "HSET" -> {
          var hash = hashes.computeIfAbsent(key(arguments), unseen -> new HashMap<>());
          for (int i = 3; i < arguments.narg(); i += 2) {
            hash.put(text(arguments.arg(i)), LuaString.valueOf(text(arguments.arg(i + 1))));
          }
          yield LuaValue.ZERO;
        }
        case "HINCRBY" -> {
          var hash = hashes.computeIfAbsent(key(arguments), unseen -> new HashMap<>());
          String field = text(arguments.arg(3));
          LuaString known = hash.get(field);
          long sum =
              (known == null ? 0 : Long.parseLong(known.tojstring()))
                  + Long.parseLong(text(arguments.arg(4)));
          hash.put(field, LuaString.valueOf(Long.toString(sum)));
          yield LuaValue.valueOf((double) sum);
        }
        case "HDEL" -> {
          var hash = hashes.get(key(arguments));
          for (int i = 3; hash != null && i <= arguments.narg(); i++) {
            hash.remove(text(arguments.arg(i)));
          }
          if (hash != null && hash.isEmpty()) {
            hashes.remove(key(arguments));
          }
          yield LuaValue.ZERO;
        }
        case "DEL" -> {
          hashes.remove(key(arguments));
          sets.remove(key(arguments));
          yield LuaValue.ZERO;
        }
        case "ZADD" -> {
          sets.computeIfAbsent(key(arguments), unseen -> new TreeMap<>())
              .put(text(arguments.arg(4)), Double.valueOf(text(arguments.arg(3))));
          yield LuaValue.ZERO;
        }
        case "ZSCORE" -> {
          Double score = set(arguments).get(text(arguments.arg(3)));
          yield score == null ? LuaValue.FALSE : LuaValue.valueOf(number(score));
        }
        case "ZREM" -> {
          set(arguments).remove(text(arguments.arg(3)));
          yield LuaValue.ZERO;
        }
        case "ZREMRANGEBYSCORE" -> {
          double most = bound(arguments.arg(4));
          set(arguments).values().removeIf(score -> score <= most);
          yield LuaValue.ZERO;
        }
        case "ZCOUNT" -> {
          double least = bound(arguments.arg(3));
          yield LuaValue.valueOf(
              set(arguments).values().stream().filter(score -> score >= least).count());
        }
        case "TIME" -> {
          var time = new LuaTable();
          long now = millis.getAsLong();
          time.set(1, LuaValue.valueOf(Long.toString(now / 1000)));
          time.set(2, LuaValue.valueOf(Long.toString(now % 1000 * 1000)));
          yield time;
        }
        case "INFO" -> LuaValue.valueOf("# Server\r\nrun_id:%040x\r\n".formatted(run));
        default -> throw new LuaError("Not modelled: " + name);
      };
    }

    private String key(Varargs arguments) {
      return text(arguments.arg(2));
    }

    private LuaValue field(Varargs arguments, int at) {
      var hash = hashes.get(key(arguments));
      LuaString value = hash == null ? null : hash.get(text(arguments.arg(at)));
      return value == null ? LuaValue.FALSE : value;
    }

    private TreeMap<String, Double> set(Varargs arguments) {
      return sets.computeIfAbsent(key(arguments), unseen -> new TreeMap<>());
    }

    private double bound(LuaValue value) {
      return switch (text(value)) {
        case "-inf" -> Double.NEGATIVE_INFINITY;
        case "+inf" -> Double.POSITIVE_INFINITY;
        default -> Double.parseDouble(text(value));
      };
    }
  }

  /** As Redis writes the numbers that a script gives it. */
  private static String text(LuaValue value) {
    return value.type() == LuaValue.TNUMBER ? number(value.todouble()) : value.tojstring();
  }

  private static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e17
        ? Long.toString((long) value)
        : String.format(Locale.ROOT, "%.17g", value);
  }
}
