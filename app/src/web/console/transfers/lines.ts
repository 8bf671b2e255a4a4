// Lines as a prepared list has them: address, people, and of them how many need help; parted by commas or tabs.
export type Line = { text: string; address: string; people: number; needHelp: number; fault: boolean };

const NUMBER = /^\d{1,4}$/;

export function readLines(text: string): Line[] {
  const seen = new Set<string>();
  return text
    .split('\n')
    .map((one) => one.trim())
    .filter((one) => one !== '')
    .map((one) => {
      const [address = '', people = '', needHelp = '0', ...rest] = one
        .split(/[,，\t]/)
        .map((part) => part.trim());
      const twice = seen.has(address);
      seen.add(address);
      const numbers = NUMBER.test(people) && NUMBER.test(needHelp);
      const n = numbers ? Number(people) : 0;
      const help = numbers ? Number(needHelp) : 0;
      const fault = address.length < 2 || n < 1 || help > n || rest.length > 0 || twice;
      return { text: one, address, people: n, needHelp: help, fault };
    });
}
