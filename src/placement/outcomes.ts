import { Agents } from './agent';
import { emptyRoom, take } from './fit';
import { AllocatableClasses, EligibilityClass } from './likeness';
import { Numbers } from './numbers';
import { Occupants, staying } from './occupants';
import { Fit, fill, isPlain } from './outcome';
import { Contender } from './preemption';
import { Reservations, Sum } from './reserved';

/** What becomes of all agents on a node. */
export interface Outcome {
  /** Agent by agent. */
  readonly fits: readonly Fit[];
  readonly sum: Sum;
  /** Equal for outcomes that people would call the same. */
  readonly sign: number;
}

/** Fills each kind of node once; a node that has pods already is a kind of its own. */
export class Outcomes {
  private readonly byKind = new Map<string, Outcome>();
  private readonly plain = new Map<number, Outcome>();
  private readonly signs = new Numbers();

  public constructor(
    private readonly agents: Agents,
    private readonly allocatable: AllocatableClasses,
    private readonly reservations: Reservations,
  ) {}

  public of(kind: EligibilityClass, amounts: number, occupants: Occupants | undefined): Outcome {
    if (occupants !== undefined) {
      return this.filled(kind, amounts, occupants);
    }
    const key = `${kind.index} ${amounts}`;
    const known = this.byKind.get(key);
    if (known !== undefined) {
      return known;
    }
    const outcome = this.filled(kind, amounts, undefined);
    this.byKind.set(key, outcome);
    return outcome;
  }

  private filled(kind: EligibilityClass, amounts: number, occupants: Occupants | undefined): Outcome {
    const room = emptyRoom<Contender>(this.allocatable.all[amounts], this.agents.resources);
    if (occupants !== undefined) {
      staying(occupants, kind.of).forEach((pod) => take(room, pod));
    }
    const fits = fill(this.agents, kind.of, room);
    const sign = this.signs.of(fits.map((fit) => fit.sign).join(''));
    // Nearly all nodes of a large cluster end here, and share what they say.
    const shared = this.plain.get(sign);
    if (shared !== undefined) {
      return shared;
    }
    const outcome = { fits, sum: this.reservations.sumOf(fits), sign };
    if (isPlain(fits)) {
      this.plain.set(sign, outcome);
    }
    return outcome;
  }
}
