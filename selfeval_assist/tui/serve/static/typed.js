// What was typed and has not been heard of: sent again when the server answers, and never twice.
"use strict";

const typed = (() => {
  const KEPT = "selfeval-typed";
  // What a page held when it was left; the one that is loaded next goes on with it.
  let { program, waiting } = JSON.parse(sessionStorage.getItem(KEPT)) || { program: "", waiting: [] };
  sessionStorage.removeItem(KEPT);
  let last = 0;

  addEventListener("pagehide", () => {
    if (waiting.length) sessionStorage.setItem(KEPT, JSON.stringify({ program, waiting }));
  });

  return {
    // Keep a text until the server has it; return its number.
    keep(text) {
      waiting.push([++last, text]);
      return last;
    },

    // The program has everything up to a number.
    arrived(number) {
      waiting = waiting.filter(([each]) => each > number);
    },

    // The page has met a program, which has everything up to a number. Return what has to be sent
    // to it, and whether something was meant for another, which is gone: keys are not for whoever
    // comes next.
    meets(met, number) {
      const lost = met !== program && waiting.length > 0;
      if (met !== program) waiting = [];
      program = met;
      this.arrived(number);
      last = Math.max(number, ...waiting.map(([each]) => each));
      return { again: waiting, lost };
    },

    // Whether something has not arrived yet.
    waits() {
      return waiting.length > 0;
    },

    // Nobody is left who could take it.
    forget() {
      waiting = [];
    },
  };
})();
