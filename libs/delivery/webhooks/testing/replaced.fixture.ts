/** The same object with some of its methods replaced: they are given its own. */
export function replaced<T extends object>(real: T, methods: (real: T) => Partial<T>): T {
  const ours = methods(real);
  return new Proxy(real, {
    get: (target, name) => {
      if (Object.hasOwn(ours, name)) return Reflect.get(ours, name) as unknown;
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}
