// What is read once however often it is asked for, by a name.

export function once<Read>(read: (name: string) => Promise<Read>): (name: string) => Promise<Read> {
  const known = new Map<string, Promise<Read>>();
  return (name) => {
    const reading = known.get(name) ?? read(name);
    known.set(name, reading);
    return reading;
  };
}
