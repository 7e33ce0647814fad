/**
 * Eight layers of sigmoids on the iris data. The slope of a sigmoid is at most a quarter: what the loss says reaches the
 * first layers a thousand times weaker than the last, and they learn nothing.
 */
import { createLayers, gradientOf, loadFlowers, lossOf, type Activation, type Flower, type Layer } from './deep-net.js';

export const name = 'Eight layers of sigmoids, iris';

const sigmoid: Activation = { value: (z) => 1 / (1 + Math.exp(-z)), slope: (a) => a * (1 - a) };

export const data = loadFlowers();

export const params = createLayers([4, 8, 8, 8, 8, 8, 8, 8, 3], 1);

export const loss = (layers: Layer[], flowers: Flower[] = data) => lossOf(layers, flowers, sigmoid);

export const gradient = (layers: Layer[], flowers: Flower[] = data) => gradientOf(layers, flowers, sigmoid);
