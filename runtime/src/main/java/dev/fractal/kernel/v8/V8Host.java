package dev.fractal.kernel.v8;

import com.caoccao.javet.exceptions.JavetException;
import com.caoccao.javet.interop.V8Runtime;
import com.caoccao.javet.interop.callback.IJavetDirectCallable.NoThisAndResult;
import com.caoccao.javet.interop.callback.JavetCallbackContext;
import com.caoccao.javet.interop.callback.JavetCallbackType;
import com.caoccao.javet.values.V8Value;
import com.caoccao.javet.values.primitive.V8ValueString;
import com.caoccao.javet.values.reference.V8ValueObject;
import dev.fractal.kernel.guest.GuestFunctions;
import dev.fractal.kernel.guest.HostStop;

/** Binds the host functions of one isolate; each takes and gives strings only. */
record V8Host(V8Runtime runtime, GuestFunctions host) {
  private interface TextFunction {
    String call(String a, String b, String c);
  }

  void bind(V8ValueObject functions) throws JavetException {
    bind(functions, "print", (a, _, _) -> nothing(() -> host.print(a)));
    bind(functions, "end", (a, _, _) -> nothing(() -> host.end(a)));
    bind(functions, "input", host::input);
    bind(functions, "emit", (a, b, c) -> nothing(() -> host.emit(a, b, c)));
    bind(functions, "describe", (a, _, _) -> host.describe(a));
  }

  private static String nothing(Runnable work) {
    work.run();
    return "";
  }

  private void bind(V8ValueObject functions, String name, TextFunction function)
      throws JavetException {
    NoThisAndResult<RuntimeException> call =
        values -> runtime.createV8ValueString(text(function, values));
    functions.bindFunction(
        new JavetCallbackContext(name, JavetCallbackType.DirectCallNoThisAndResult, call));
  }

  private String text(TextFunction function, V8Value[] values) {
    try {
      return function.call(text(values, 0), text(values, 1), text(values, 2));
    } catch (HostStop e) {
      runtime.terminateExecution();
      return FrozenScript.STOP;
    }
  }

  private static String text(V8Value[] values, int at) {
    return at < values.length && values[at] instanceof V8ValueString text ? text.getValue() : "";
  }
}
