export declare function pot(): Promise<{ age: number; portions: number } | undefined>
