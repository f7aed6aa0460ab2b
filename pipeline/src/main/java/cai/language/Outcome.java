package cai.language;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/// How a question to a model ended: with what was asked for, or with the reason why that is
/// missing, such as a prompt that is too long for the context, a chat template that refuses the
/// conversation, an empty answer, or a score that is not a number.
///
/// A reason is a sentence without capital letter and full stop; it is recorded with the item.
public sealed interface Outcome<T> {
  /// What was asked for.
  record Given<T>(T value) implements Outcome<T> {
    public Given {
      Objects.requireNonNull(value);
    }
  }

  /// Why it is missing.
  record Refused<T>(String reason) implements Outcome<T> {
    public Refused {
      if (reason.isBlank()) throw new IllegalArgumentException("a refusal has a reason");
    }
  }

  /// The value, where there is one.
  default Optional<T> given() {
    return switch (this) {
      case Given<T>(T value) -> Optional.of(value);
      case Refused<T> _ -> Optional.empty();
    };
  }

  /// The reason, where there is no value.
  default Optional<String> refusal() {
    return switch (this) {
      case Given<T> _ -> Optional.empty();
      case Refused<T>(String reason) -> Optional.of(reason);
    };
  }

  /// The outcome of a step that needs the value.
  default <R> Outcome<R> then(Function<? super T, Outcome<R>> next) {
    return switch (this) {
      case Given<T>(T value) -> next.apply(value);
      case Refused<T>(String reason) -> new Refused<>(reason);
    };
  }

  /// The outcome with another value.
  default <R> Outcome<R> map(Function<? super T, ? extends R> change) {
    return then(value -> new Given<>(change.apply(value)));
  }

  /// A value, unless there is a reason against it.
  static <T> Outcome<T> unless(Optional<String> reason, T value) {
    return reason.<Outcome<T>>map(Refused::new).orElseGet(() -> new Given<>(value));
  }

  /// The values of all outcomes, or the first reason.
  static <T> Outcome<List<T>> all(List<Outcome<T>> outcomes) {
    var values = new ArrayList<T>();
    for (Outcome<T> outcome : outcomes)
      switch (outcome) {
        case Given<T>(T value) -> values.add(value);
        case Refused<T>(String reason) -> {
          return new Refused<>(reason);
        }
      }
    return new Given<>(List.copyOf(values));
  }

  /// Asks about all items that have no obstacle in one call, and gives the other items the reason
  /// why they have one. The outcomes are in the order of the items. There is no call where every
  /// item has an obstacle.
  ///
  /// @param obstacle why an item cannot be asked about
  /// @param asking one outcome for each item that is asked about, in order
  static <I, A> List<Outcome<A>> ask(
      List<I> items,
      Function<? super I, Optional<String>> obstacle,
      Function<List<I>, List<Outcome<A>>> asking) {
    return askEach(items, item -> unless(obstacle.apply(item), List.of(item)), asking).stream()
        .map(outcome -> outcome.map(List::getFirst))
        .toList();
  }

  /// Asks several questions about each item, the questions of all items in one call, and gives each
  /// item the answers to its questions, or the first reason why one of them has no answer.
  ///
  /// @param questions about an item, or why it cannot be asked about
  /// @param asking one outcome for each question, in order
  static <I, Q, A> List<Outcome<List<A>>> askEach(
      List<I> items,
      Function<? super I, Outcome<List<Q>>> questions,
      Function<List<Q>, List<Outcome<A>>> asking) {
    List<Outcome<List<Q>>> each = items.stream().map(questions).toList();
    List<Q> asked =
        each.stream().flatMap(one -> one.given().stream()).flatMap(List::stream).toList();
    List<Outcome<A>> answers = asked.isEmpty() ? List.of() : asking.apply(asked);
    if (answers.size() != asked.size())
      throw new IllegalStateException(answers.size() + " answers to " + asked.size());
    Iterator<Outcome<A>> next = answers.iterator();
    return each.stream().map(one -> one.then(own -> taken(own.size(), next))).toList();
  }

  private static <A> Outcome<List<A>> taken(int count, Iterator<Outcome<A>> answers) {
    var own = new ArrayList<Outcome<A>>();
    for (int i = 0; i < count; i++) own.add(answers.next());
    return all(own);
  }
}
