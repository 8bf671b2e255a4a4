// What a command does to other cases, as data: a rule says it, the writer carries it out in the same transaction.

/** A case that a command opens: at the same place, of any kind. */
export type Opening = {
  /** From `Deciding.open`: the same on every attempt. */
  id: string;
  kind: string;
  category: string;
  headline: string;
  text: string;
  ownerUnit?: string;
  urgent?: boolean;
  /** How many people it is answered to from the start. */
  joined?: number;
  /** True: the case that opened it is its parent. */
  under: boolean;
  facts: Readonly<Record<string, unknown>>;
};

/** Another case takes this command of the machine's; when it refuses, the whole command is refused. */
export type Tell = { tell: string; name: string; form: Readonly<Record<string, unknown>> };

export type Effect = { open: Opening } | Tell;
