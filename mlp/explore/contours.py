"""Contour lines of numbers on a grid, of a fixed number of points, so that they can move."""

import numpy as np


def contour_lines(x, y, z, level):
    """Find where a function on a grid has a value, as one line with gaps.

    Marching squares: in each cell of the grid the contour is straight, from one edge whose ends lie on either side of
    the level to another; along an edge the function is taken as linear. In a cell with four such edges the mean of its
    corners decides which two belong together. Matplotlib's `contour` draws the same lines.

    Parameters
    ----------
    x, y : arrays of shape (columns,) and (rows,)
        Where the columns and the rows of the grid lie.
    z : array of shape (rows, columns)
        The function there.
    level : float
        The value that is looked for.

    Returns
    -------
    x, y : arrays of shape (6 * (rows - 1) * (columns - 1),)
        For a line: of each cell two pieces, two points and a gap (NaN) each; a piece that is not there is NaN.

    Raises
    ------
    ValueError
        Where the shapes do not fit.

    Notes
    -----
    Source: Lorensen and Cline, "Marching cubes" (1987), in two dimensions.
    """
    rows, columns = np.shape(z) if np.ndim(z) == 2 else (0, 0)
    if np.shape(x) != (columns,) or np.shape(y) != (rows,) or min(rows, columns) < 2:
        raise ValueError(
            "z must have a row for each y and a column for each x, two at least; "
            f"got x of shape {np.shape(x)}, y {np.shape(y)} and z {np.shape(z)}"
        )
    corners = ((0, 0), (0, 1), (1, 1), (1, 0))  # down, from the left to the right, and back above

    def at(values, row, column):
        return values[row : rows - 1 + row, column : columns - 1 + column]

    grid = np.broadcast_to(x, (rows, columns)), np.broadcast_to(np.reshape(y, (rows, 1)), (rows, columns))
    heights = [at(z, *corner) for corner in corners]
    above = [height > level for height in heights]
    crossed, points = [], []
    for i, j in ((0, 1), (1, 2), (2, 3), (3, 0)):
        crossed.append(above[i] != above[j])
        share = (level - heights[i]) / np.where(crossed[-1], heights[j] - heights[i], 1.0)
        ends = [(at(side, *corners[i]), at(side, *corners[j])) for side in grid]
        points.append([a + share * (b - a) for a, b in ends])

    saddle = crossed[0] & crossed[1] & crossed[2] & crossed[3]
    around_the_second = saddle & ((sum(heights) / 4 > level) == above[0])
    lines = []
    for p0, p1, p2, p3 in zip(*points, strict=True):
        begin = np.where(crossed[0], p0, np.where(crossed[1], p1, p2))
        end = np.where(around_the_second, p1, np.where(crossed[3], p3, np.where(crossed[2], p2, p1)))
        some = crossed[0] | crossed[1] | crossed[2]
        first = [np.where(some, begin, np.nan), np.where(some, end, np.nan)]
        second = [np.where(saddle, p2, np.nan), np.where(saddle, np.where(around_the_second, p3, p1), np.nan)]
        gap = np.full((rows - 1, columns - 1), np.nan)
        lines.append(np.stack([*first, gap, *second, gap], axis=2).reshape(-1))
    return tuple(lines)
